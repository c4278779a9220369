import asyncio


class Shop:
    def __init__(self):
        self.left = 10
        self.lock = asyncio.Lock()


async def sell(shop):
    seen = shop.left
    await asyncio.sleep(1)  # the bank takes a second
    shop.left = seen - 1


async def sell_alone(shop):
    async with shop.lock:
        await sell(shop)


async def main():
    loop = asyncio.get_running_loop()
    for way in sell, sell_alone:
        shop, begin = Shop(), loop.time()
        await asyncio.gather(way(shop), way(shop), way(shop))
        print(f"{way.__name__}: three sold, {shop.left} left, after {loop.time() - begin:.0f} s")


asyncio.run(main())
