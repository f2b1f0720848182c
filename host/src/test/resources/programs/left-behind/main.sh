sleep 1000 &
(setsid sleep 1000 &)
echo leaving
