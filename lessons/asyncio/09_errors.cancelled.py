import asyncio


async def patient():
    try:
        await asyncio.sleep(3)
    except asyncio.CancelledError as error:
        print(f"caught: {error!r}")
        await asyncio.sleep(1)  # the cleanup may wait, too
        print("closed")
        raise


async def main():
    try:
        await asyncio.wait_for(patient(), timeout=1)
    except TimeoutError:
        print(f"timed out, after {asyncio.get_running_loop().time():.0f} s")


asyncio.run(main())
