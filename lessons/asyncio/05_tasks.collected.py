import asyncio
import gc


async def wait_for_news():
    news = asyncio.get_running_loop().create_future()
    print("waiting")
    await news  # nobody but this task knows this future
    print("never printed")


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: print(context["message"]))
    asyncio.create_task(wait_for_news())  # nobody keeps it
    await asyncio.sleep(1)
    gc.collect()  # happens by itself, some time or other
    print(f"tasks alive: {len(asyncio.all_tasks())}")


if __name__ == "__main__":
    asyncio.run(main())
