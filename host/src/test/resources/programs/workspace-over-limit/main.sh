echo writing
head -c 4M /dev/zero >large
sleep 1000
