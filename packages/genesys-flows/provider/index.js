import "@genesys-flows/provider/main";
