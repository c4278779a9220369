import asyncio


async def worker(name, jobs):
    loop = asyncio.get_running_loop()
    while True:
        job = await jobs.get()
        await asyncio.sleep(1)
        print(f"{loop.time():.0f} s  {name}: job {job} is done")
        jobs.task_done()


async def main():
    jobs = asyncio.Queue(maxsize=2)
    pool = [asyncio.create_task(worker(name, jobs)) for name in ("ada", "grace")]
    for job in range(1, 7):
        await jobs.put(job)
    await jobs.join()
    for task in pool:
        task.cancel()
    print(await asyncio.gather(*pool, return_exceptions=True))


asyncio.run(main())
