import asyncio
from contextvars import ContextVar

REQUEST = ContextVar("request")


async def log(line):
    print(f"request {REQUEST.get('unknown')}: {line}")


async def main():
    REQUEST.set(3)
    await asyncio.create_task(log("in a task of its own"))


if __name__ == "__main__":
    asyncio.run(main())
