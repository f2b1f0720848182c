const { circle, rectangle } = require('./shapes/area');

console.log(rectangle(3, 4), circle(10));
