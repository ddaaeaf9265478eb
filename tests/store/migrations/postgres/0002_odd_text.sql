-- What an embedded file must survive: ; [x;y] ${NAME} $ENV{HOME} @NAME@ \; \n "quoted" #hash
CREATE TABLE odd (
  id   BIGINT NOT NULL PRIMARY KEY,
  text TEXT NOT NULL DEFAULT 'a;b;;c [d;e] ${F} \; \n "g" #h қ'
);
