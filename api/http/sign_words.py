"""The words of the pages on which people sign in, take up a link or sign up, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping

from scenarios.words import Lang, in_language

_WORDS: Mapping[str, tuple[str, str]] = {
    "other_lang": ("中文", "English"),
    "start": ("Start page", "首页"),
    "sign_in": ("Sign in", "登录"),
    "sign_in_lead": (
        "For the bureau, employers, carriers and escorts.",
        "供人社部门、用工企业、承运企业与随车人员使用。",
    ),
    "by_provider": ("Sign in with your organisation's account", "使用单位统一账号登录"),
    "signed_in": ("You are signed in", "您已登录"),
    "signed_in_lead": ("As {name}, in the role of {role}.", "当前用户：{name}，角色：{role}。"),
    "sign_out": ("Sign out", "退出登录"),
    "set-up": ("Set up the service", "初始设置"),
    "set-up_lead": (
        "You become the first administrator. This link works once, until {until}.",
        "您将成为首位管理员。本链接仅可使用一次，有效期至 {until}。",
    ),
    "invitation": ("Welcome, {name}", "欢迎您，{name}"),
    "invitation_lead": (
        "You are invited in the role of {role}. This link works once, until {until}.",
        "邀请您以“{role}”身份使用本系统。本链接仅可使用一次，有效期至 {until}。",
    ),
    "reset": ("A new password", "设置新密码"),
    "reset_lead": (
        "For {name}. This link works once, until {until}. Whoever is signed in with the old password is signed out.",
        "用户：{name}。本链接仅可使用一次，有效期至 {until}。使用旧密码的登录将全部退出。",
    ),
    "join": ("Sign up your firm", "企业登记"),
    "join_lead": (
        "For “{name}”. One form, once; then you file which workers are to be brought.",
        "活动：{name}。只需登记一次，之后即可填报需接回的务工人员。",
    ),
    "join_again": ("Take part in “{name}”", "参加“{name}”"),
    "join_again_lead": ("As {firm}, which has an account already.", "以已登记的企业 {firm} 参加。"),
    "take_part": ("Take part", "确认参加"),
    "joined": ("Your firm takes part.", "贵企业已参加。"),
    "have_account": (
        "Your firm has an account already? Sign in and open this link again.",
        "企业已有账号？请先登录，再打开本链接。",
    ),
    "dead": ("This link does not work (any more)", "链接无效或已失效"),
    "dead_lead": (
        "It was used already, its time is over, or it was withdrawn. Ask whoever gave it to you for a new one.",
        "链接可能已被使用、已过期或已撤回。请向提供链接的单位索取新链接。",
    ),
    "firm": ("Name of the firm", "企业名称"),
    "district": ("District", "所在区县"),
    "industry": ("Industry", "行业"),
    "contact": ("Contact person", "联系人"),
    "phone": ("Phone", "联系电话"),
    "person": ("Your name", "姓名"),
    "login": ("Sign-in name", "登录名"),
    "login_hint": ("Such as your e-mail address", "例如电子邮箱"),
    "password": ("Password", "密码"),
    "new_password": ("New password", "设置密码"),
    "again": ("The same once more", "再次输入密码"),
    "password_hint": (
        "At least 10 characters; four words of your own are good",
        "至少 10 个字符，建议用四个自选词组成",
    ),
    "optional": ("(may be left out)", "（选填）"),
    "go_on": ("Go on", "确定"),
    "wrong": ("The sign-in name or the password is wrong.", "登录名或密码错误。"),
    "too_often": ("Too many attempts. Try again in {seconds} s.", "尝试次数过多，请在 {seconds} 秒后重试。"),
    "taken": ("This sign-in name cannot be taken. Choose another one.", "该登录名不可用，请换一个。"),
    "stale": ("This page was open too long. Try again.", "页面已过期，请重试。"),
    "not_same": ("The two passwords are not the same.", "两次输入的密码不一致。"),
    "bad_password": (
        "Easily guessed. 10 to 200 characters, not the sign-in name, not one of the common ones.",
        "密码过于简单：须为 10 至 200 个字符，不得包含登录名，不得为常见密码。",
    ),
    "bad_login": ("2 to 120 letters, digits and . @ + - _", "2 至 120 个字母、数字或 . @ + - _"),
    "bad_field": ("This cannot be used here.", "此项内容无法使用。"),
    "look_again": ("Please look at what is marked.", "请检查标出的内容。"),
    "administrator": ("administrator", "管理员"),
    "planner": ("planner", "调度员"),
    "reader": ("reader", "查阅员"),
    "employer": ("employer", "用工企业"),
    "carrier": ("carrier", "承运企业"),
    "escort": ("escort", "随车人员"),
}


def sign_words(lang: Lang) -> Mapping[str, str]:
    """The words in a language."""
    return in_language(_WORDS, lang)
