import asyncio


async def device():
    try:
        for celsius in [18, 19, 21]:
            await asyncio.sleep(1)
            yield celsius
        print("all readings are taken")
    finally:
        print("the device is closed")


async def main():
    readings = device()
    async for celsius in readings:
        print(f"out: {celsius}")
        break
    await asyncio.sleep(3)
    print("three seconds later")


asyncio.run(main())
