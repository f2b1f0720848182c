const { execFileSync, spawnSync } = require('child_process');

const listing = execFileSync('printf', ['%s\\n', 'pear', 'fig', 'apple']);
process.stdout.write(execFileSync('sort', { input: listing }));
console.log('status', spawnSync('sh', ['-c', 'exit 7']).status);
const { signal } = spawnSync('sh', ['-c', 'kill -USR1 $$']);
console.log('signal', require('os').constants.signals[signal]);
