const fs = require('fs');

const large = fs.openSync('large', 'w');
try {
  for (let i = 0; i < 100; i++) fs.writeSync(large, Buffer.alloc(1 << 20));
} catch (error) {
  console.error(error.code);
  process.exit(1);
}
