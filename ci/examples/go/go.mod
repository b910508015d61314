module example.test/rootcheck

go 1.19
