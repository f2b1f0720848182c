head -c 100M /dev/zero >large
