"""Wraps MiniStack's private functions. Its version is pinned; a name that has moved is reported as such instead of failing somewhere later."""
import functools
import sys


class Moved(Exception):
    """MiniStack has no longer what the plug-in wraps."""


def need(owner, name):
    """`owner.name`, which must be there."""
    found = getattr(owner, name, None)
    if found is None:
        raise Moved(f'{owner.__name__}.{name} has moved: the plug-in was written for MiniStack 1.5.33')
    return found


def wrap(owner, name):
    """Decorator: puts `function(original, *args)` in the place of `owner.name`."""
    original = need(owner, name)

    def decorate(function):
        replacement = functools.wraps(original)(lambda *args, **kwargs: function(original, *args, **kwargs))
        # Modules hold the functions that they import from each other by name.
        for module in [value for key, value in sys.modules.items() if key.startswith('ministack.')]:
            if getattr(module, name, None) is original:
                setattr(module, name, replacement)
        # Some services look their actions up in a table that was filled when the module was loaded.
        for table in [value for value in vars(owner).values() if isinstance(value, dict)]:
            for key, value in table.items():
                if value is original:
                    table[key] = replacement
        return replacement

    return decorate


def wrap_handler(handlers, resource_type, verb):
    """Decorator: the same for a CloudFormation resource handler."""
    if verb not in handlers.get(resource_type, {}):
        raise Moved(f'the handler {verb} of {resource_type} has moved: the plug-in was written for MiniStack 1.5.33')
    original = handlers[resource_type][verb]

    def decorate(function):
        handlers[resource_type][verb] = functools.wraps(original)(lambda *args, **kwargs: function(original, *args, **kwargs))
        return function

    return decorate
