import asyncio

CITIES = {"rome": (3, "sunny"), "oslo": (2, None), "cairo": (1, "dry")}


async def ask(city):
    seconds, answer = CITIES[city]
    await asyncio.sleep(seconds)
    if answer is None:
        print(f"{city} failed")
        raise RuntimeError(f"{city} is out of order")
    print(f"{city}: {answer}")
    return answer


async def main():
    try:
        answers = await asyncio.gather(*[ask(city) for city in CITIES])
        print(answers)
    except RuntimeError as failure:
        print(f"gave up: {failure}")
    await asyncio.sleep(2)
    print("two seconds later")


if __name__ == "__main__":
    asyncio.run(main())
