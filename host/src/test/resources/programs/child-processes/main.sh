printf '%s\n' pear fig apple | sort
(exit 7)
echo "status $?"
{ sh -c 'kill -USR1 $$'; } 2>/dev/null
echo "signal $(($? - 128))"
