# ruff: noqa: A005 -- the tests of phronesis.site; nothing imports this package by name
