import asyncio


async def thermometer():
    for celsius in [18, 19, 21]:
        await asyncio.sleep(1)
        print(f"read: {celsius}")
        yield celsius


async def main():
    readings = thermometer()
    print("the stream is made")
    await asyncio.sleep(2)
    print("now somebody asks")
    async for celsius in readings:
        print(f"out: {celsius}")
    print("out: end")


if __name__ == "__main__":
    asyncio.run(main())
