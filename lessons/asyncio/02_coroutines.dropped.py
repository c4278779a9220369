import asyncio
import warnings

# Python writes its warnings to stderr; here they belong to the output.
warnings.showwarning = lambda message, category, *rest: print(f"{category.__name__}: {message}")


class Parcel:
    def __del__(self):
        print("the parcel is gone")


async def deliver(parcel):
    print("on the way")
    await asyncio.sleep(3)
    print("delivered")


async def never_started():
    delivery = deliver(Parcel())
    print("the coroutine is made")
    del delivery
    print("the coroutine is dropped")


async def stopped_midway():
    delivery = deliver(Parcel())
    print("the coroutine is made")
    try:
        await asyncio.wait_for(delivery, timeout=1)
    except TimeoutError:
        pass
    await asyncio.sleep(0)  # since Python 3.12, the exception keeps the parcel until this task waits again
    print("the coroutine was cancelled")


if __name__ == "__main__":
    asyncio.run(never_started())
    print()
    asyncio.run(stopped_midway())
