import asyncio


async def print_page(printers):
    async with printers:
        await asyncio.sleep(1)


async def main():
    loop = asyncio.get_running_loop()
    for number in 1, 2, 3, 6:
        printers, begin = asyncio.Semaphore(number), loop.time()
        await asyncio.gather(*(print_page(printers) for _ in range(6)))
        print(f"{number} at once: six pages are printed after {loop.time() - begin:.0f} s")


asyncio.run(main())
