from tests.nights import Home, delivery
import time
def test_x(home):
    home.drop("fvu","a.csv",delivery("fvu",{},{},{}))
    home.drop("uddannelsesforhold","a.csv",delivery("uddannelsesforhold",{},{},{}))
    t=time.time()
    o=home.run()
    print(time.time()-t)
    print(o.success,o.errors,o.publicering_id)
    for c in o.failed: print(c.asset,c.name,c.severity,c.description)
    print(home.query("select kilde,linjer,accepteret,karantaene,erstattet from staging.raekkeregnskab"))
    t=time.time()
    o=home.run()
    print(time.time()-t)
    assert 0
