"""A plan as a schedule to read: runs with their stops and riders, vehicles, journeys, transfers, who stays behind."""

from scenarios.schedule.building import schedule
from scenarios.schedule.driving import Drive, Halt, drive, drive_empty
from scenarios.schedule.json_form import as_json
from scenarios.schedule.records import (
    EmptyDrive,
    Journey,
    LeftBehind,
    Leg,
    Party,
    RunTimes,
    StopTimes,
    Transfer,
    VehicleOuting,
)
from scenarios.schedule.whole import Schedule, UnknownIdError

__all__ = [
    "Drive",
    "EmptyDrive",
    "Halt",
    "Journey",
    "LeftBehind",
    "Leg",
    "Party",
    "RunTimes",
    "Schedule",
    "StopTimes",
    "Transfer",
    "UnknownIdError",
    "VehicleOuting",
    "as_json",
    "drive",
    "drive_empty",
    "schedule",
]
