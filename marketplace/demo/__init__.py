"""Demo data: four marketplaces with two years behind them, one for each preset; every word written for this project."""
