import "genesys-flows/plugin";
