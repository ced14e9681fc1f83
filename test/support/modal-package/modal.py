"""Stands for Modal's package: decorators that leave functions as they are, and calls that end as a test wants."""

import types


def _as_it_is(*_args, **_options):
    return lambda function: function


class _Spawnable:
    def __init__(self, function):
        self.function = function
        self.spawned = []

    def __call__(self, *args):
        return self.function(*args)

    def spawn(self, *args):
        self.spawned.append(args)
        return types.SimpleNamespace(object_id="fc-1")

    def get_web_url(self):
        return f"https://ws--ugc-overlay-{self.function.__name__}.modal.run"


class App:
    def __init__(self, name):
        self.name = name

    def function(self, **_options):
        return _Spawnable


fastapi_endpoint = _as_it_is


class Image:
    @classmethod
    def from_dockerfile(cls, path, *, context_dir, add_python):
        with open(path, encoding="utf-8"):
            return cls()

    def uv_pip_install(self, *_packages):
        return self


class Volume:
    commits = 0

    @classmethod
    def from_name(cls, _name, *, create_if_missing):
        return cls()

    def commit(self):
        Volume.commits += 1

    def reload(self):
        pass


def Period(**_every):
    return None


class exception:
    class Error(Exception):
        pass

    class TimeoutError(Error):
        pass

    class OutputExpiredError(TimeoutError):
        pass

    class FunctionTimeoutError(TimeoutError):
        pass


class FunctionCall:
    ending = None

    @classmethod
    def from_id(cls, _job_id):
        return cls()

    def get(self, timeout):
        assert timeout == 0
        if isinstance(FunctionCall.ending, BaseException):
            raise FunctionCall.ending
        return FunctionCall.ending
