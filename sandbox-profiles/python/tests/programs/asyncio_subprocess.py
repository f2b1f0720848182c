import asyncio
async def main():
    process = await asyncio.create_subprocess_exec("/bin/echo", "hi", stdout=asyncio.subprocess.PIPE)
    print((await process.communicate())[0], process.returncode)
    await asyncio.gather(*(asyncio.sleep(0.01 * n) for n in range(3)))
asyncio.run(main())
