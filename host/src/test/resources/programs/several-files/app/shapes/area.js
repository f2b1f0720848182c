exports.rectangle = (width, height) => width * height;
exports.circle = (radius) => Math.floor(Math.PI * radius ** 2);
