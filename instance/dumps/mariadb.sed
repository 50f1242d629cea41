# Lines of data.
/^\(INSERT \|REPLACE \|(\)/b
/^USE `/d
/^CREATE DATABASE /d
/^SET @@GLOBAL\.GTID_PURGED/,/;[[:space:]]*$/d
/^SET @@SESSION\.SQL_LOG_BIN/d
/^\(\/\*!\|CREATE \)/s/ DEFINER=`[^`]*`@`[^`]*`//
s/utf8mb4_0900_bin/utf8mb4_bin/gw collations
s/utf8mb4_\([a-z_]*_\)\{0,1\}0900_\(a[is]_c[is]\)\(_ks\)\{0,1\}/utf8mb4_uca1400_nopad_\2/gw collations
