META
key;value
description;Proefdorp Begroot
country;Netherlands
unit;Proefdorp
district;Oost
instance;2024
num_projects;4
num_votes;6
budget;20000
vote_type;approval
rule;greedy
date_begin;31.03.2024
date_end;15.04.2024
categories;Groen,"Ontmoeting, eten"
language;nl
currency;EUR
PROJECTS
project_id;cost;votes;name;category;neighborhood;selected;description
11;5000;4;Pluktuin achter de kerk;Groen;Oost;1;"Een strook gras kan fruit geven; voor het hele dorp.
Iedereen mag plukken."
12;2500.50;3;"Café ""De Vrije Tafel""";Ontmoeting, eten;West;1;Eén avond in de week staat de deur open.
13;12000;1;Skatebaan;Sport;;0;
14;800;0;Bankje bij de vijver;Groen;Oost;0;Zitten met uitzicht op de reigers.
VOTES
voter_id;vote;age
v1;11,12;34
v2;11;
v3;"11,12,13";71
v4;11;18
v5;12;
v6;;
