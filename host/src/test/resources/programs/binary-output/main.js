process.stdout.write(Buffer.from(Array.from({ length: 256 }, (_, n) => n)));
process.stderr.write(Buffer.from([0xff, 0xfe, 0x00]));
