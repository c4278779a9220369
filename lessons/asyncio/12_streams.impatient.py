import asyncio


async def slow_thermometer():
    for celsius in [18, 19]:
        print("reading")
        await asyncio.sleep(2)
        yield celsius


async def main():
    readings = slow_thermometer()
    for _ in range(3):
        try:
            reading = await asyncio.wait_for(anext(readings, None), 1.5)
            print(f"out: {reading}")
        except TimeoutError:
            print("nothing for 1.5 s")


asyncio.run(main())
