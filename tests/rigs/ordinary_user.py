# SPDX-License-Identifier: MIT OR Apache-2.0
"""Running as an ordinary user what refuses to run as root: VLC and sway."""
import os

USER_ID = 65534  # nobody


def user_prefix():
    """The words that start a program as an ordinary user. None of them if we are no root."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", f"--reuid={USER_ID}", f"--regid={USER_ID}", "--clear-groups", "--pdeathsig=KILL"]


def ordinary_user(home):
    """The words that start a program as an ordinary user; it gets the PlayerHome."""
    words = user_prefix()
    if words:
        home.give_to(USER_ID)
    return words
