import asyncio


async def sensor(name, readings):
    loop = asyncio.get_running_loop()
    began = loop.time()
    for seconds, celsius in readings:
        await asyncio.sleep(began + seconds - loop.time())
        print(f"{name}: {celsius}")
        yield celsius


OVER = object()


async def forward(stream, queue):
    async for item in stream:
        await queue.put(item)
    await queue.put(OVER)


async def main():
    indoors = sensor("indoors", [(2, 20), (4, 21)])
    outdoors = sensor("outdoors", [(1, 7), (5, 8), (6, 9)])
    queue = asyncio.Queue(maxsize=1)
    async with asyncio.TaskGroup() as group:
        group.create_task(forward(indoors, queue))
        group.create_task(forward(outdoors, queue))
        left = 2
        while left > 0:
            item = await queue.get()
            if item is OVER:
                left -= 1
            else:
                print(f"out: {item}")
    print("out: end")


asyncio.run(main())
