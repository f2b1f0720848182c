trap '' TERM
echo started
(setsid sleep 1000 &)
sleep 1000
echo never
