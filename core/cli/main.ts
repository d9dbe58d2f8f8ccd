console.log('longview')
