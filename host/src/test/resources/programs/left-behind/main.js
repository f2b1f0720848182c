const { spawn } = require('child_process');

spawn('sleep', ['1000'], { stdio: 'inherit' }).unref();
spawn('sleep', ['1000'], { stdio: 'inherit', detached: true }).unref();
console.log('leaving');
process.exit();
