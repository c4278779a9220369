import asyncio


async def broken_upload(file):
    print(f"{file}: begins")
    await asyncio.sleep(1)
    raise OSError("the disk is full")


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: print(context["message"]))
    asyncio.create_task(broken_upload("photos"))
    await asyncio.sleep(2)
    print("main is done, and content")


if __name__ == "__main__":
    asyncio.run(main())
