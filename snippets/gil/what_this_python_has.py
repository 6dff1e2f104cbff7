"""Is there a GIL in this Python, and is it on?"""

import sys
import sysconfig

# A build of Python either can run without the GIL or can't.
can_be_off = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))

# Since 3.13 a Python can be asked for this moment, too.
ask = getattr(sys, "_is_gil_enabled", None)
is_on = ask() if ask else True

print("the GIL can be off in this build:", int(can_be_off))
#> the GIL can be off in this build: 0
print("the GIL is on at the moment:", int(is_on))
#> the GIL is on at the moment: 1
print("it can be off, or it is on:", can_be_off or is_on)
#> it can be off, or it is on: True
print("switch interval in seconds:", sys.getswitchinterval())
#> switch interval in seconds: 0.005
