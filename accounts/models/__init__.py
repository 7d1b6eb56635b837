from accounts.models.code import CodeResult, MailedCode, SignInCode, TooManyCodes
from accounts.models.device import Device
from accounts.models.proof import MailboxProof
from accounts.models.user import User, UserManager, mailbox, name_key

__all__ = [
    "CodeResult",
    "Device",
    "MailboxProof",
    "MailedCode",
    "SignInCode",
    "TooManyCodes",
    "User",
    "UserManager",
    "mailbox",
    "name_key",
]
