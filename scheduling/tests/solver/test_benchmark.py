from benchmarks.arrange import made_sites, run


def test_every_site_of_a_made_city_is_arranged_in_as_few_sessions_as_it_needs():
    result = run("city")
    assert result["sites"] == 40
    assert result["broken"] == result["unplaced"] == 0
    assert result["sessions_at_bound"] == 1
    assert result["splits_proved"] >= 0.9


def test_the_made_city_is_always_the_same():
    assert list(made_sites("city")) == list(made_sites("city"))
