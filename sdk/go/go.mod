module wayside

go 1.22
