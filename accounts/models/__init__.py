from accounts.models.code import Answer, SignInCode, TooManyCodes
from accounts.models.user import User, UserManager, mailbox, name_key

__all__ = ["Answer", "SignInCode", "TooManyCodes", "User", "UserManager", "mailbox", "name_key"]
