require('fs').writeSync(1, 'filling\n');
const taken = [];
for (;;) taken.push(Buffer.alloc(1 << 20, 'x'));
