import asyncio


async def cook(orders):
    loop = asyncio.get_running_loop()
    while True:
        order = await orders.get()
        await asyncio.sleep(1)
        print(f"{loop.time():.0f} s  order {order} is cooked")
        orders.task_done()


async def main():
    loop = asyncio.get_running_loop()
    orders = asyncio.Queue(maxsize=2)
    cooking = asyncio.create_task(cook(orders))
    for order in range(1, 7):
        await orders.put(order)
    print(f"{loop.time():.0f} s  all six are sent")
    await orders.join()  # until task_done was called for each
    cooking.cancel()  # it would wait for the seventh for ever


asyncio.run(main())
