"""Passes connections to a port on to that of a program which takes no other: `forward.py PORT OWN PID`. It listens once the program does,
and ends with it, or if the program listens on that port, after all."""

import asyncio
import os
import sys


async def copy(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        writer.write_eof()
    except OSError:
        writer.close()


async def is_open(port):
    try:
        (await asyncio.open_connection("localhost", port))[1].close()
    except OSError:
        return False
    return True


async def main(port, own, program):
    async def serve(reader, writer):
        try:
            own_reader, own_writer = await asyncio.open_connection("localhost", own)
        except OSError:
            writer.close()
            return
        await asyncio.gather(copy(reader, own_writer), copy(own_reader, writer))
        own_writer.close()
        writer.close()

    while not await is_open(own):
        if os.getppid() != program or await is_open(port):
            return
        await asyncio.sleep(0.1)
    async with await asyncio.start_server(serve, "127.0.0.1", port):
        while os.getppid() == program:
            await asyncio.sleep(1)


asyncio.run(main(*map(int, sys.argv[1:])))
