"""Where Alembic runs a migration: on the connection that it is given, within its transaction."""

from alembic import context

from api.service.store.every_table import every_table
from api.service.store.migrating import CONNECTION

connection = context.config.attributes[CONNECTION]
context.configure(
    connection=connection,
    target_metadata=every_table(),
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    transactional_ddl=False,  # the transaction is the caller's, so that the lock is held to its end
)
context.run_migrations()
