META
key;value
description;Eén plek voor de buurt
country;Netherlands
unit;Proefdorp
instance;kiezen-2022
num_projects;2
num_votes;3
budget;5000
vote_type;choose-1
rule;greedy
date_begin;2022
date_end;2022
PROJECTS
project_id;cost;votes;name
1;5000;2;Waterspeelplek
2;4000;1;Jeu de boules
VOTES
voter_id;vote
a;1
b;2
c;1
