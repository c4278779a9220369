import asyncio


async def play(seats, comes):
    await asyncio.sleep(comes)
    number = await seats.wait()
    return f"{asyncio.get_running_loop().time():.0f} s  who came at {comes} s plays; number {number}"


async def main():
    seats = asyncio.Barrier(3)
    print(*await asyncio.gather(*(play(seats, comes) for comes in (1, 2, 4))), sep="\n")


asyncio.run(main())
