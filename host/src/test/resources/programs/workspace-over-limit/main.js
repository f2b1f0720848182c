require('fs').writeSync(1, 'writing\n');
require('fs').writeFileSync('large', Buffer.alloc(1 << 22));
setInterval(() => {}, 1000);
