echo filling
taken=xxxxxxxxxxxxxxxx
while :; do taken=$taken$taken; done
