import asyncio
import time


async def rower(name):
    for stroke in range(1, 4):
        await asyncio.sleep(1)
        print(f"{clock():.1f} s  {name}: stroke {stroke}")


async def cox_who_blocks():
    await asyncio.sleep(1.5)
    time.sleep(3)
    print(f"{clock():.1f} s  awake")


def clock():
    return asyncio.get_running_loop().time()


async def main():
    await asyncio.gather(rower("ann"), rower("bob"), cox_who_blocks())


if __name__ == "__main__":
    asyncio.run(main())
