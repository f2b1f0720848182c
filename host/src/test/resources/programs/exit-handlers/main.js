process.on('exit', (code) => console.log('said at exit', code));
process.on('unhandledRejection', (reason) => {
  console.error(reason.message);
  process.exit(9);
});
Promise.reject(new Error('because'));
