console.log('asking for the end');
process.kill(process.pid, 'SIGTERM');
setInterval(() => {}, 1000);
